// How far a long job has come is looked up again every few seconds; when it has ended, the page is as it is without it.
{
  const shown = document.querySelector("[data-renews]");
  const renew = async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-renews]");
    if (!fresh) location.reload();
    else if (fresh.textContent !== shown.textContent) shown.textContent = fresh.textContent;
  };
  if (shown) setInterval(renew, shown.dataset.renews * 1000);
}
