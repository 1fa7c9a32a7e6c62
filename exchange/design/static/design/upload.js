// A form with a file is sent with its progress shown, and can be stopped. Whatever goes wrong, the page with what was
// written on it stays. Without this file the form is sent as any other.

function follow(upload) {
  const form = upload.closest("form");
  const field = upload.querySelector("[type=file]");
  const state = upload.querySelector(".upload__state");
  const share = upload.querySelector("[data-share]");
  const bar = upload.querySelector("progress");
  const stop = upload.querySelector("[data-stops]");
  const said = upload.querySelector("[data-said]");
  const isTooLarge = () => [...field.files].some((file) => file.size > Number(upload.dataset.most));
  const show = (is) => {
    state.hidden = !is;
    form.querySelectorAll("button:not([data-stops])").forEach((button) => { button.disabled = is; });
  };
  const say = (what) => {
    said.textContent = said.dataset[what] ?? "";
    if (!what) return;
    show(false);
    field.focus();
  };

  field.addEventListener("change", () => say(isTooLarge() ? "large" : ""));
  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    if (isTooLarge()) {
      say("large");
      return;
    }
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
      if (!lengthComputable) return;
      bar.value = Math.floor(loaded / total * 100);
      share.textContent = `${bar.value}%`;
    });
    request.addEventListener("load", () => {
      if (request.status === 200) location.assign(JSON.parse(request.responseText).next);
      else if (request.status === 422) replace(form, request.responseText);
      else say("lost");
    });
    request.addEventListener("error", () => say("lost"));
    request.addEventListener("abort", () => say("stopped"));
    stop.onclick = () => request.abort();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));
    bar.value = 0;
    share.textContent = "";
    say("");
    show(true);
    stop.focus();
  });
}

// The same form with what is wrong beside its fields: the file that was chosen goes over into the new one.
function replace(form, text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.querySelector("main form");
  const chosen = form.querySelector("[type=file]").files;
  form.replaceWith(fresh);
  const field = fresh.querySelector("[type=file]");
  if (field.getAttribute("aria-invalid") !== "true") field.files = chosen;
  document.title = page.title;
  fresh.querySelectorAll("[data-upload]").forEach(follow);
  fresh.querySelector("[data-focus]")?.focus();
}

document.querySelectorAll("[data-upload]").forEach(follow);
