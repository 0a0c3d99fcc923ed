// On a narrow screen the filter is closed at first, so that the list is near.
const filter = document.querySelector("[data-filter]");
if (filter && matchMedia("(max-width: 48rem)").matches) filter.open = false;
