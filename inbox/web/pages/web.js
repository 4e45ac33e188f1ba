// Keys go to the screens as soon as they are there, and again whenever somebody comes back to the page.
const screens = () => document.querySelector(".xterm-helper-textarea")?.focus();
new MutationObserver(screens).observe(document.documentElement, { attributes: true, subtree: true, attributeFilter: ["class"] });
addEventListener("focus", screens);
addEventListener("click", (event) => { if (!event.target.closest(".bar")) screens(); });
