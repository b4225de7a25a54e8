/* Runs in the page: read as text and evaluated there, so that it may name what a page has. */
(() => {
  const painted = () =>
    new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))));

  /** Resolves with the time of the frame after `test` holds; undefined after `limit` ms. */
  const until = (test, limit) =>
    new Promise(resolve => {
      const ends = performance.now() + limit;
      const look = () => {
        if (test()) {
          watch.disconnect();
          void painted().then(resolve);
        } else if (performance.now() > ends) {
          watch.disconnect();
          resolve(undefined);
        } else return false;
        return true;
      };
      let over = false;
      const watch = new MutationObserver(() => {
        over ||= look();
      });
      watch.observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
      setTimeout(() => {
        if (!over) over = look();
      }, limit + 1);
      over = look();
    });

  const count = () =>
    `${document.querySelector('.list-count strong')?.textContent ?? ''} ${document.querySelector('.finding-grid')?.ariaRowCount ?? document.querySelector('.finding-grid')?.getAttribute('aria-rowcount') ?? ''}`;

  let began = 0;
  let next;
  const listen = limit => {
    const before = count();
    next = new Promise(resolve => {
      addEventListener(
        'keydown',
        event => {
          began = event.timeStamp;
          void until(() => count() !== before, limit).then(at => resolve(at === undefined ? null : at - began));
        },
        { capture: true, once: true },
      );
    });
  };

  const rows = () => document.querySelectorAll('.finding-list .line-finding').length;

  /** From the click to the first findings on screen. */
  const open = path => {
    const from = performance.now();
    const link = document.querySelector(`a[href="${path}"], a[href^="${path}?"]`);
    if (link === null) history.pushState({}, '', path);
    else link.click();
    return until(() => rows() > 0, 60_000).then(at => ({ ms: at === undefined ? null : at - from, clicked: link !== null }));
  };

  /** Frames and long tasks while something else scrolls. */
  let stop = () => undefined;
  const frames = () => {
    const deltas = [];
    const tasks = [];
    const observer = new PerformanceObserver(list => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    });
    observer.observe({ type: 'longtask' });
    let last = performance.now();
    let going = true;
    let blank = 0;
    const turn = now => {
      deltas.push(now - last);
      last = now;
      if (document.querySelectorAll('.finding-list .line-waiting').length > 0) blank += 1;
      if (going) requestAnimationFrame(turn);
    };
    requestAnimationFrame(now => {
      last = now;
      requestAnimationFrame(turn);
    });
    stop = () => {
      going = false;
      observer.disconnect();
      const list = document.querySelector('.finding-list');
      return { deltas, tasks, blank, top: list.scrollTop, height: list.scrollHeight - list.clientHeight };
    };
  };

  const height = () => {
    const list = document.querySelector('.finding-list');
    return list.scrollHeight - list.clientHeight;
  };

  window.bench = { listen, typed: () => next, open, frames, stop: () => stop(), height, count, rows };
})();
