// Adds to pages that work without it: GOV.UK's components, single keys, ranges of check boxes and the moment in which a decision can be undone.
import { initAll } from "./govuk-frontend.js";
import { watchKeys } from "./keys.js";
import { watchSelection } from "./selection.js";
import { countDown } from "./undo.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
watchKeys();
watchSelection();
countDown();
