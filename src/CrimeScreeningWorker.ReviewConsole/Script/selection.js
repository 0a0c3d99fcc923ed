// data-selection: a group of check boxes. A click with shift sets all between it and the one clicked before; data-select-all sets every one.
export function watchSelection() {
    for (const group of document.querySelectorAll("[data-selection]")) {
        const boxes = [...group.querySelectorAll("input[type=checkbox]:not([data-select-all])")];
        const all = group.querySelector("[data-select-all]");
        let last = null;
        group.addEventListener("click", event => {
            if (event.target === all) {
                for (const box of boxes) box.checked = all.checked;
            } else if (boxes.includes(event.target)) {
                if (event.shiftKey && last) setBetween(boxes, last, event.target);
                last = event.target;
            } else {
                return;
            }
            report(group, boxes, all);
        });
        report(group, boxes, all);
    }
}

function setBetween(boxes, one, other) {
    const [from, to] = [boxes.indexOf(one), boxes.indexOf(other)].sort((a, b) => a - b);
    for (const box of boxes.slice(from, to + 1)) box.checked = other.checked;
}

// data-selected-count: where the number of chosen ones is said.
function report(group, boxes, all) {
    const chosen = boxes.filter(box => box.checked).length;
    for (const place of group.querySelectorAll("[data-selected-count]")) place.textContent = `${chosen} selected`;
    if (all) {
        all.checked = chosen > 0 && chosen === boxes.length;
        all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
}
