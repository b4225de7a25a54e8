/* Before the first paint, so that no other theme flashes by. The same as renderer/app/appearance.ts, which its test holds it against. */
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-argument -- a plain script has no types */
(function () {
  var wish = {};
  try {
    wish = JSON.parse(localStorage.getItem('plumbline.look')) || {};
  } catch {
    // Not ours: the usual look.
  }
  var is = function (query) {
    return matchMedia(query).matches;
  };
  var light = wish.theme === 'light' || (wish.theme !== 'dark' && is('(prefers-color-scheme: light)'));
  var data = document.documentElement.dataset;
  data.scheme = light ? 'light' : 'dark';
  data.contrast = wish.theme === 'contrast' || is('(prefers-contrast: more)') ? 'more' : 'normal';
  data.density = wish.density === 'compact' ? 'compact' : 'comfortable';
})();
