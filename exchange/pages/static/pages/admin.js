// Wagtail saves a form by itself while somebody writes. A form that is sent in the middle of that would be taken twice,
// as two pages or as a draft on top of what was just published; so it waits for the answer to the one before it goes.
(() => {
  const LONGEST_WAIT = 10_000;
  let isSaving = false;
  let waiting = null;

  const send = () => {
    isSaving = false;
    if (!waiting) return;
    const { form, button, limit } = waiting;
    waiting = null;
    clearTimeout(limit);
    // Not at once: Wagtail is still writing down the address that the answer gave the form.
    setTimeout(() => form.requestSubmit(button), 0);
  };
  window.addEventListener("w-autosave:save", (event) => { isSaving = !event.defaultPrevented; });
  window.addEventListener("w-autosave:success", send);
  window.addEventListener("w-autosave:error", send);
  window.addEventListener("submit", (event) => {
    if (!isSaving || !event.target.matches("[data-edit-form]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!waiting) {
      waiting = { form: event.target, button: event.submitter, limit: setTimeout(send, LONGEST_WAIT) };
    }
  }, { capture: true });
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
