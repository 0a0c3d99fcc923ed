// The case page: the marks of the narrative on or off, and how long a hold still lasts.
const account = document.querySelector("[data-account]");
const toggle = document.querySelector("[data-toggle-marks]");
toggle?.addEventListener("click", () => {
    const off = account.classList.toggle("app-account--plain");
    toggle.setAttribute("aria-pressed", String(!off));
});

const hold = document.querySelector("[data-hold-left]");
if (hold) {
    const end = performance.now() + Number(hold.dataset.holdLeft) * 1000;
    setInterval(() => {
        const minutes = Math.floor((end - performance.now()) / 60000);
        hold.textContent = minutes < 0 ? ", run out" : minutes === 0 ? ", less than a minute left" : `, ${minutes} ${minutes === 1 ? "minute" : "minutes"} left`;
    }, 15000);
}
