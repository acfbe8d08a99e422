// The public screen: its clock, a quiet word when what it shows is old, and a chime for a new call where it is wanted.

const CHIME = "upton-screen-chime";
const clock = document.querySelector("[data-clock]");
const stale = document.querySelector("[data-stale]");
const chime = document.querySelector("[data-chime]");
const calls = () => [...document.querySelectorAll("[data-call]")].map((one) => one.dataset.call);

// The clock goes on from the service's own time, whatever the machine's says.
const begun = performance.now();
const [hours, minutes] = clock.dataset.clock.split(":").map(Number);
const apart = (hours * 60 + minutes) * 60_000 + 30_000;
let known = new Set(calls());
let fresh = clock.dataset.clock;
let sound = null;

function now() {
  const passed = Math.floor((apart + performance.now() - begun) / 60_000) % 1440;
  return `${String(Math.floor(passed / 60)).padStart(2, "0")}:${String(passed % 60).padStart(2, "0")}`;
}

function wanted() {
  return localStorage.getItem(CHIME) === "on";
}

function ring() {
  if (!wanted()) return;
  sound ??= new AudioContext();
  [660, 880].forEach((pitch, number) => {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    const at = sound.currentTime + number * 0.25;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.2, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.6);
  });
}

document.addEventListener("upton:asked", ({ detail }) => {
  // Taken out of use, it leads to where it can be paired again.
  if (detail.elsewhere) return location.reload();
  if (detail.fresh) fresh = now();
  stale.hidden = detail.fresh;
  stale.textContent = detail.fresh ? "" : `${stale.dataset.stale} ${fresh}`;
  const standing = calls();
  if (standing.some((one) => !known.has(one))) ring();
  known = new Set(standing);
});

setInterval(() => (clock.textContent = now()), 1_000);
chime.hidden = false;
chime.textContent = wanted() ? chime.dataset.on : chime.dataset.off;
chime.addEventListener("click", () => {
  localStorage.setItem(CHIME, wanted() ? "off" : "on");
  chime.textContent = wanted() ? chime.dataset.on : chime.dataset.off;
  ring();
});
