"use strict";
// The words of this page in its language; WORDS comes from words.js. Numbers of things choose among a language's plurals.
// Where they did not come, the page speaks English.
const language = document.documentElement?.lang || "en";
const words = typeof WORDS === "undefined" ? { texts: {}, plurals: {}, point: "." } : WORDS;
function filled(text, values) { return text.replace(/\{([a-z]+)\}/g, (name, key) => values && key in values ? values[key] : name); }
function t(english, values) { return filled(words.texts[english] || english, values); }
function tn(one, other, count, values) {
  const forms = words.plurals[one] || [one, other];
  const kind = new Intl.PluralRules(language).select(count);
  const form = forms.length === 6 ? ["zero", "one", "two", "few", "many", "other"].indexOf(kind) : kind === "one" ? 0 : 1;
  return filled(forms[form], { ...values, count });
}
// The page remembers its language; an address that names one wins.
function remembered() { try { return localStorage.getItem("language"); } catch { return null; } }
document.getElementById("language").onchange = e => {
  try { localStorage.setItem("language", e.target.value); } catch { /* The address names it all the same. */ }
  location.search = "?language=" + e.target.value;
};
if (remembered() && remembered() !== language && !new URLSearchParams(location.search).has("language")) location.replace("/?language=" + encodeURIComponent(remembered()));

// Photos. One case has one or several; whatever changes them ends what runs and clears what is shown, so that no report
// can stand beside a photo that it is not about.
const $ = id => document.getElementById(id);
const largestUpload = 2e6, longestSide = 2048, mostPhotos = 4;
let photos = [], epoch = 0, isLookedAt = false, running = null, camera = null, shown = null, shownWith = null, earlier = [];

function element(tag, text, kind) {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (kind) e.className = kind;
  return e;
}
function say(text, isError) { $("status").replaceChildren(element("span", text, isError ? "error" : "")); }

// Ends the run, forgets the report and answers; every late word of an older epoch is dropped where it arrives.
function forget() {
  epoch += 1;
  if (running) running.stop.abort();
  running = null;
  shown = shownWith = null;
  earlier = [];
  clearResult();
  document.dispatchEvent(new Event("newphoto"));
}
function setPhotos(list) {
  forget();
  for (const old of photos) if (!list.includes(old)) URL.revokeObjectURL(old.url);
  photos = list;
  $("photos").replaceChildren(...photos.map(picture));
  $("photos").className = photos.length > 1 ? "several" : "";
  $("choose-label").textContent = photos.length ? t("Another photo") : t("Choose a photo");
  $("choose").className = photos.length ? "button quiet" : "button";
  $("invite").hidden = $("advice").hidden = photos.length > 0;
  $("add").hidden = !photos.length || photos.length >= mostPhotos;
  $("go").disabled = !photos.length;
  nameLook(false);
  $("form").open = true;
}
function nameLook(isAgain) {
  $("go").textContent = isAgain ? t("Look again") : photos.length > 1 ? t("Look at the photos") : t("Look at the photo");
}
function picture(photo, index) {
  const item = element("li"), figure = element("figure"), image = element("img"), caption = element("figcaption"), remove = element("button", t("Remove"), "quiet small");
  image.src = photo.url;
  image.alt = photos.length > 1 ? t("Photo {number} of this case: {name}", { number: index + 1, name: photo.name }) : t("The photo: {name}", { name: photo.name });
  remove.type = "button";
  remove.setAttribute("aria-label", t("Remove {name}", { name: photo.name }));
  remove.onclick = () => { setPhotos(photos.filter(p => p !== photo)); say(t("The photo is removed.")); $("file").focus(); };
  caption.append(element("bdi", photo.name), remove);
  figure.append(image, caption);
  item.append(figure);
  return item;
}

// What is sent: the file itself if it is a JPEG or PNG and small, else a JPEG of it that the browser draws upright.
function kindOf(head) {
  if (head[0] === 0xFF && head[1] === 0xD8 && head[2] === 0xFF) return "image/jpeg";
  if (head[0] === 0x89 && head[1] === 0x50 && head[2] === 0x4E && head[3] === 0x47) return "image/png";
  return "";
}
function asJPEG(canvas, quality) { return new Promise(done => canvas.toBlob(done, "image/jpeg", quality)); }
async function shrunk(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  let side = longestSide;
  try {
    for (;;) {
      const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
      const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      pen.imageSmoothingQuality = "high";
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      for (const quality of [0.95, 0.88, 0.8]) {
        const blob = await asJPEG(canvas, quality);
        if (!blob) throw new Error("no picture");
        if (blob.size <= largestUpload) return blob;
      }
      side = Math.round(side * 0.7);
    }
  } finally { bitmap.close(); }
}
async function prepared(file) {
  const kind = kindOf(new Uint8Array(await file.slice(0, 12).arrayBuffer()));
  const blob = kind && file.size <= largestUpload ? file : await shrunk(file);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = [...digest].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return { name: file.name || "photo", bytes, digest: hex, url: URL.createObjectURL(new Blob([bytes], { type: kind || "image/jpeg" })) };
}
const unreadable = t("This browser cannot open it as a picture. If it is a HEIC photo of an iPhone: set Camera, Formats to 'Most Compatible' and take it again, or save it as JPEG, or take a screenshot of it.");
async function choose(file, isMore) {
  if (!file) return;
  // The old photo goes at once, before the new one is read, and so do the answers about whom it showed.
  const isNext = !isMore && isLookedAt;
  if (isNext) { clearPerson(); isLookedAt = false; }
  if (!isMore) setPhotos([]); else forget();
  const mine = epoch;
  say(t("Reading the photo …"));
  let photo;
  try { photo = await prepared(file); } catch {
    if (mine === epoch) say("'" + file.name + "': " + unreadable, true);
    return;
  }
  if (mine !== epoch) { URL.revokeObjectURL(photo.url); return; }
  if (photos.some(p => p.digest === photo.digest)) { URL.revokeObjectURL(photo.url); say(t("This photo is there already."), true); return; }
  setPhotos([...photos, photo]);
  if (isNext) say(t("The photo is ready. The answers about the last person are cleared: ask again."));
  else say(tn("The photo is ready.", "{count} photos are ready. They must all show the same skin of the same person.", photos.length));
}
function chooseOne(files) {
  if (files.length > 1) say(t("Give one photo. More photos of the same skin are added one by one, so that no other person's slips in."), true);
  else return choose(files[0], false);
}
$("file").onchange = e => { const list = [...e.target.files]; e.target.value = ""; return chooseOne(list); };
$("more").onchange = e => { const list = [...e.target.files]; e.target.value = ""; return choose(list[0], true); };
// Anywhere: a photo that misses the box must not replace the page.
document.ondragover = e => { e.preventDefault(); document.body.classList.add("over"); };
document.ondragleave = e => { if (!e.relatedTarget) document.body.classList.remove("over"); };
document.ondrop = e => {
  e.preventDefault();
  document.body.classList.remove("over");
  if (e.dataTransfer.files.length) chooseOne(e.dataTransfer.files);
  else say(t("That was no file. Save the picture first, then drop the file."), true);
};
document.onpaste = e => { if (e.clipboardData.files.length) { e.preventDefault(); chooseOne(e.clipboardData.files); } };

if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) $("camera").hidden = true;
$("camera").onclick = async () => {
  closeCamera();
  try {
    camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } });
  } catch {
    say(t("No camera can be used here. Choose a file instead."), true);
    return;
  }
  $("video").srcObject = camera;
  $("viewer").hidden = false;
  await $("video").play();
  $("take").focus();
};
function closeCamera() {
  if (camera) for (const track of camera.getTracks()) track.stop();
  camera = null;
  $("viewer").hidden = true;
}
$("close").onclick = () => { closeCamera(); $("camera").focus(); };
$("take").onclick = () => {
  const video = $("video"), canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  canvas.toBlob(async blob => {
    closeCamera();
    if (!blob) { say(t("The camera gave no picture. Try again."), true); return; }
    await choose(new File([blob], "camera.jpg", { type: "image/jpeg" }), false);
    $("go").focus();
  }, "image/jpeg", 0.95);
};
