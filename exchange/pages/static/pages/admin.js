// Wagtail saves a form by itself while somebody writes. A form that is sent in the middle of that would be taken twice,
// as two pages or as a draft on top of what was just published; so it waits for the answer to the one before it goes,
// and saves itself no more while the answer to it is on its way.
(() => {
  const LONGEST_WAIT = 10_000;
  let isSaving = false;
  let waiting = null;
  let pressed = null;
  let sentAt = -Infinity;

  // By now the button may be out of use or gone with its menu, and would not say any more that it was the one.
  const sendAs = (form, button) => {
    const said = document.createElement("input");
    said.type = "hidden";
    said.name = button?.name ?? "";
    said.value = button?.value ?? "";
    form.append(said);
    pressed = button;
    form.requestSubmit();
    pressed = null;
    said.remove();
  };
  const send = () => {
    isSaving = false;
    if (!waiting) return;
    const { form, button, limit } = waiting;
    waiting = null;
    clearTimeout(limit);
    // Not at once: Wagtail is still writing down the address that the answer gave the form.
    setTimeout(() => sendAs(form, button), 0);
  };
  window.addEventListener("w-autosave:save", (event) => {
    // A form whose answer never comes, because the line broke, saves itself again.
    if (performance.now() - sentAt < LONGEST_WAIT) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, { capture: true });
  window.addEventListener("w-autosave:save", (event) => { isSaving = !event.defaultPrevented; });
  window.addEventListener("w-autosave:success", send);
  window.addEventListener("w-autosave:error", send);
  window.addEventListener("submit", (event) => {
    if (!isSaving || !event.target.matches("[data-edit-form]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!waiting) {
      waiting = { form: event.target, button: event.submitter ?? pressed, limit: setTimeout(send, LONGEST_WAIT) };
    }
  }, { capture: true });
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.matches("[data-edit-form]")) sentAt = performance.now();
  });
})();

// What a screen reader is told while a tag is typed; the library that completes tags has it in English alone.
{
  const noResults = document.currentScript.dataset.noResults;
  document.addEventListener("DOMContentLoaded", () => {
    const autocomplete = window.jQuery?.ui?.autocomplete;
    if (autocomplete) autocomplete.prototype.options.messages = { noResults, results: (amount) => `${amount}` };
  });
}

// What waits beside the form (its map, its panels) makes it wider than its window, and whatever is brought into sight
// would slide it sideways below the menu.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".content-wrapper");
  form?.addEventListener("scroll", () => { if (form.scrollLeft) form.scrollLeft = 0; }, { passive: true });
});
