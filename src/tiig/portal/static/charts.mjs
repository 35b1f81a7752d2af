// Draws a chart once it comes into view, in place of its picture, so that the pointer can ask
// each mark what it shows. Without scripts, or where anything fails, the picture stays.

const script = document.querySelector("script[data-vega]");
let engine;

function classic(address) {
  return new Promise((resolve, reject) => {
    const added = document.createElement("script");
    added.src = address;
    added.addEventListener("load", resolve);
    added.addEventListener("error", reject);
    document.head.append(added);
  });
}

function loaded() {
  engine ??= classic(script.dataset.vega)
    .then(() => import(script.dataset.interpreter))
    .then((interpreter) => interpreter.expressionInterpreter);
  return engine;
}

// What the pointer is told: one line of text, placed by the page's own style sheet.
function pointed(figure) {
  const tip = document.createElement("p");
  tip.className = "tiig-tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  figure.append(tip);
  return (_handler, event, _item, value) => {
    tip.hidden = value === undefined || value === null || value === "";
    if (tip.hidden) return;
    tip.textContent = String(value);
    const frame = figure.getBoundingClientRect();
    const left = Math.min(event.clientX - frame.left + 12, frame.width - tip.offsetWidth);
    tip.style.left = `${Math.max(0, left)}px`;
    tip.style.top = `${event.clientY - frame.top + 16}px`;
  };
}

// On a narrow screen the plot gives way and the words keep their size.
async function fitted(view, holder) {
  const drawn = holder.querySelector("svg");
  const over = Number(drawn.getAttribute("width")) - holder.clientWidth;
  if (over > 0) await view.width(Math.max(120, view.width() - over)).runAsync();
}

async function draw(figure) {
  const answer = await fetch(figure.dataset.chart, { credentials: "same-origin" });
  if (!answer.ok) return;
  const [expr, spec] = await Promise.all([loaded(), answer.json()]);
  const holder = document.createElement("div");
  holder.className = "tiig-drawn";
  holder.setAttribute("aria-hidden", "true");
  figure.append(holder);
  const picture = figure.querySelector("img");
  try {
    const { View, parse } = globalThis.vega;
    const view = new View(parse(spec, null, { ast: true }), {
      expr,
      container: holder,
      hover: true,
      renderer: "svg",
      tooltip: pointed(figure),
    });
    await view.runAsync();
    picture.classList.add("nhsuk-u-visually-hidden");
    await fitted(view, holder);
    figure.dataset.drawn = "yes";
  } catch {
    picture.classList.remove("nhsuk-u-visually-hidden");
    holder.remove();
  }
}

const watcher = new IntersectionObserver(
  (seen) => {
    for (const one of seen.filter((entry) => entry.isIntersecting)) {
      watcher.unobserve(one.target);
      draw(one.target).catch(() => {});
    }
  },
  { rootMargin: "100px" },
);
for (const figure of document.querySelectorAll("figure[data-chart]")) watcher.observe(figure);
