// Keeps an open page up to date. The server's stream only says that there is news; the page then asks for itself and
// swaps the parts that changed, each marked by data-live. Forms that take text are never inside such a part.
"use strict";
{
  const line = document.querySelector("[data-stream]");
  const news = document.querySelector(".news");
  // Seconds: between two announcements, between two looks without news (clocks run), and the longest wait to connect again.
  const [quiet, tick, patience] = [15, 60, 60];
  let source, failures = 0, retry, ticking, announcing, lastSaid = 0, isOver = false;

  // Says something aloud: at once, or when fifteen seconds have gone by since the last time; the newest wins.
  const say = (text, isUrgent) => {
    clearTimeout(announcing);
    const wait = isUrgent ? 0 : Math.max(0, lastSaid + quiet * 1000 - Date.now());
    announcing = setTimeout(() => { news.textContent = text; lastSaid = Date.now(); }, wait);
  };

  // What stands in a part, but for the marks of its forms, which differ every time.
  const shown = (part) => part.textContent;

  // Puts the focus back to where it was: on what says the same, or on the page's main part.
  const refocus = (part, text) => {
    const same = [...part.querySelectorAll("a, button, summary")].find((one) => one.textContent === text);
    (same ?? document.querySelector("main")).focus();
  };

  // Swaps one part; not while somebody types in it or presses a button in it.
  const swap = (part, next) => {
    if (!next || shown(part) === shown(next) || part.matches(":active") || part.querySelector(":is(input, textarea, select):focus")) return;
    const focused = part.contains(document.activeElement) ? document.activeElement.textContent : undefined;
    const open = [...part.querySelectorAll("details")].map((one) => one.open);
    next.querySelectorAll("details").forEach((one, place) => { one.open = open[place] ?? false; });
    part.replaceWith(next);
    if (focused !== undefined) refocus(next, focused);
  };

  // Ends the watch; the line says again when the page was made, and why it no longer changes.
  const end = (why) => {
    isOver = true;
    disconnect();
    clearInterval(ticking);
    line.querySelector(".kept")?.remove();
    if (why) say(why, true);
  };

  // Takes over what changed between this page and the one that came.
  const take = (fresh) => {
    const isLast = !fresh.querySelector("[data-stream]");
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
      const said = next?.dataset.news;
      if (said && said !== part.dataset.news) say(said, isLast);
      if (said) part.dataset.news = said;
      swap(part, next && document.adoptNode(next));
    }
    const made = fresh.querySelector(".made");
    if (made) line.replaceChildren(...made.childNodes);
    if (isLast) { end(); line.remove(); }
  };

  // Asks for the page again, as nobody's use of the session; tells whether it is worth going on.
  const refresh = async () => {
    const address = new URL(line.dataset.page, location.href);
    address.searchParams.set("by-itself", "yes");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (isOver) return;
      if (answer.redirected) return end("You are signed out. Load the page again to sign in.");
      if (answer.ok) return take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (answer.status < 500) end("This page no longer changes by itself. Load it again.");
    } catch { /* No network: the next try may find one. */ }
  };

  // One look at a time; news that come meanwhile are looked at afterwards.
  let looking = false, isWanted = false;
  const look = async () => {
    isWanted = true;
    if (looking) return;
    looking = true;
    while (isWanted && !isOver) { isWanted = false; await refresh(); }
    looking = false;
    if (!isOver && source?.readyState === EventSource.OPEN) tellKept();
  };

  // While the stream is open the line says so.
  const tellKept = () => {
    if (line.querySelector(".kept")) return;
    const kept = document.createElement("span");
    kept.className = "kept";
    kept.textContent = " This page keeps itself up to date.";
    line.append(kept);
  };

  const disconnect = () => { clearTimeout(retry); source?.close(); source = undefined; };

  // Connects; after a failure again, each time after twice as long, up to a minute. Meanwhile every try looks for itself.
  const connect = () => {
    disconnect();
    if (isOver || document.hidden) return;
    source = new EventSource(line.dataset.stream);
    source.onopen = () => { failures = 0; tellKept(); };
    source.onerror = () => {
      disconnect();
      line.querySelector(".kept")?.remove();
      const wait = Math.min(patience, 3 * 2 ** failures++) * (0.75 + Math.random() / 2);
      retry = setTimeout(connect, wait * 1000);
      look();
    };
    for (const name of ["resync", "case", "job"]) source.addEventListener(name, look);
  };

  if (line && news) {
    // A page that nobody sees holds no stream: there are only so many, and each browser has few connections.
    document.addEventListener("visibilitychange", () => document.hidden ? disconnect() : connect());
    ticking = setInterval(() => { if (!document.hidden) look(); }, tick * 1000);
    connect();
  }
}
