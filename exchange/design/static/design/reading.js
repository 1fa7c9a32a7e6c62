// Reading: a thin line says how far one has come, and the contents name the chapter that is before one's eyes.

const text = document.querySelector(".reading__text");
const bar = document.querySelector("[data-read]");
const chapters = [...document.querySelectorAll(".contents a[href^='#']")].map((link) => (
  { link, place: document.getElementById(decodeURIComponent(link.hash.slice(1))) }
)).filter(({ place }) => place);
let isDue = false;

function show() {
  isDue = false;
  const { top, height } = text.getBoundingClientRect();
  const way = height - innerHeight;
  bar.value = way > 0 ? Math.min(100, Math.max(0, -top / way * 100)) : 100;
  // A chapter has begun when its title has reached the upper third, where one reads.
  const here = chapters.findLast(({ place }) => place.getBoundingClientRect().top < innerHeight / 3);
  for (const one of chapters) {
    if (one === here) one.link.setAttribute("aria-current", "true");
    else one.link.removeAttribute("aria-current");
  }
}
function soon() {
  if (!isDue) requestAnimationFrame(show);
  isDue = true;
}

if (text && bar) {
  bar.hidden = false;
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  show();
}
