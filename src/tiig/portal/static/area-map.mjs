// Draws the areas of the page's map so that it can be moved, and tells each area in words.
// Shapes come from this origin; there are no tiles and no letters on the map. Without scripts,
// without WebGL, or where anything fails, the picture and its table stay as they are.

const script = document.querySelector("script[data-library]");
const section = document.getElementById("moving-map");
const told = document.getElementById("map-told");
const chooser = document.getElementById("map-area");
const marks = JSON.parse(document.getElementById("map-marks").textContent);
const words = new Map(marks.areas.map(([code, , text]) => [code, text]));
const hidden = marks.shades.length - 1;
const still = globalThis.matchMedia("(prefers-reduced-motion: reduce)").matches;

async function shapes() {
  const answer = await fetch(script.dataset.shapes, { credentials: "same-origin" });
  if (!answer.ok) throw new Error("no shapes");
  const found = await answer.json();
  const classes = new Map(marks.areas.map(([code, place]) => [code, place]));
  found.features = found.features.filter((one) => classes.has(one.properties.code));
  found.features.forEach((one, at) => {
    one.id = at;
    one.properties.place = classes.get(one.properties.code) ?? hidden;
  });
  return found;
}

function points(values, into) {
  if (typeof values[0] === "number") into.push(values);
  else for (const one of values) points(one, into);
  return into;
}

function box(features) {
  const all = features.flatMap((one) => points(one.geometry.coordinates, []));
  const [east, north] = [0, 1].map((at) => all.reduce((most, one) => Math.max(most, one[at]), -180));
  const [west, south] = [0, 1].map((at) => all.reduce((least, one) => Math.min(least, one[at]), 180));
  return [[west, south], [east, north]];
}

function style(data) {
  const shade = ["match", ["get", "place"]];
  marks.shades.forEach((colour, at) => shade.push(at, colour));
  shade.push("#ffffff");
  return {
    version: 8,
    sources: { areas: { type: "geojson", data } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#ffffff" } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": shade } },
      {
        id: "borders", type: "line", source: "areas",
        paint: {
          "line-color": ["case", ["boolean", ["feature-state", "chosen"], false], "#b35900", "#5b6770"],
          "line-width": ["case", ["boolean", ["feature-state", "chosen"], false], 4, 0.6],
        },
      },
    ],
  };
}

function choosing(map, features) {
  let before;
  return (feature, { go = false } = {}) => {
    if (before !== undefined) map.setFeatureState({ source: "areas", id: before }, { chosen: false });
    before = feature?.id;
    if (!feature) return;
    map.setFeatureState({ source: "areas", id: before }, { chosen: true });
    told.textContent = `${words.get(feature.properties.code)}.`;
    chooser.value = feature.properties.code;
    const whole = features[before];
    if (go) map.fitBounds(box([whole]), { padding: 80, maxZoom: 11, animate: !still });
  };
}

function listed(features) {
  const named = features.map((one) => [one.properties.code, one.properties.name]);
  named.sort((one, other) => one[1].localeCompare(other[1], "en-GB", { numeric: true }));
  for (const [code, name] of named) chooser.add(new Option(name, code));
}

async function draw() {
  const [library, data] = await Promise.all([import(script.dataset.library), shapes()]);
  library.setWorkerUrl(new URL(script.dataset.worker, location.href).href);
  const picture = document.querySelector(".tiig-exhibit .tiig-figure");
  picture.before(section);
  section.hidden = false;
  const bounds = box(data.features);
  const map = new library.Map({
    container: "map-canvas",
    style: style(data),
    bounds,
    fitBoundsOptions: { padding: 12 },
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    renderWorldCopies: false,
    maxPitch: 0,
  });
  map.addControl(new library.NavigationControl({ showCompass: false }));
  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.once("error", reject);
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.getCanvas().setAttribute("aria-label", "Map: arrow keys move it, plus and minus zoom");
  const choose = choosing(map, data.features);
  listed(data.features);
  map.on("click", "areas", (event) => choose(event.features[0]));
  map.on("mousemove", "areas", (event) => {
    const code = event.features[0].properties.code;
    if (!chooser.value) told.textContent = `${words.get(code)}.`;
  });
  chooser.addEventListener("change", () => {
    choose(data.features.find((one) => one.properties.code === chooser.value), { go: true });
  });
  picture.hidden = true;
  section.dataset.drawn = "yes";
}

draw().catch(() => {
  section.hidden = true;
});
