// data-key="j": pressing j does what a click on the element does; a field takes the focus, a radio button is chosen as well.
// data-key="ctrl+enter": the same from inside a field too. Off where the person turned the keys off.
const fields = "input:not([type=radio]):not([type=checkbox]):not([type=submit]), select, textarea, [contenteditable]";

export function watchKeys() {
    if (document.body.dataset.keys !== "on") return;
    document.addEventListener("keydown", event => {
        const key = nameOf(event);
        if (key === null || (!key.startsWith("ctrl+") && event.target.closest(fields))) return;
        const target = [...document.querySelectorAll("[data-key]")].find(element => element.dataset.key === key && isShown(element));
        if (!target) return;
        event.preventDefault();
        target.focus();
        if (!target.matches(fields)) target.click();
    });
}

function nameOf(event) {
    if (event.altKey || event.metaKey || event.isComposing) return null;
    const key = event.key.toLowerCase();
    return event.ctrlKey ? `ctrl+${key}` : key;
}

function isShown(element) {
    return !element.disabled && element.getClientRects().length > 0;
}
