// data-undo-seconds: the banner of something just saved. It counts the seconds down, and goes when they are over.
export function countDown() {
    for (const banner of document.querySelectorAll("[data-undo-seconds]")) {
        const until = performance.now() + Number(banner.dataset.undoSeconds) * 1000;
        const place = banner.querySelector("[data-undo-left]");
        const tick = () => {
            const left = Math.ceil((until - performance.now()) / 1000);
            if (left <= 0) {
                banner.querySelector("form")?.remove();
                clearInterval(timer);
            } else if (place) {
                place.textContent = ` (${left} ${left === 1 ? "second" : "seconds"} left)`;
            }
        };
        const timer = setInterval(tick, 250);
        tick();
    }
}
