// The editor's form as it stands, and by which names this page is known.

const OURS = new Set(["csrf_token", "kept", "autosave", "sequence", "grown_from"]);

export class Page {
  constructor(form, element) {
    this.form = form;
    this.user = element.dataset.user;
    this.url = element.dataset.url;
    // A browser that comes back may put an older value into the field.
    this.key = form.elements.autosave.defaultValue;
    form.elements.autosave.value = this.key;
    this.sequence = 0;
    // What is put back is what was kept here, and not what a browser half remembers of its form.
    form.setAttribute("autocomplete", "off");
    this.begun = JSON.stringify(defaults(form));
  }

  // Everything that is written, whatever the fields are; who writes and what it grew from.
  get fields() {
    const sent = new FormData(this.form);
    const written = Array.from(sent).filter(([name, value]) => !OURS.has(name) && typeof value === "string");
    for (const box of this.form.querySelectorAll("input[type=checkbox][name]")) {
      if (!sent.has(box.name)) written.push([box.name, ""]);
    }
    return [...written, ["grown_from", this.form.elements.grown_from.value]];
  }

  get touched() {
    return JSON.stringify(current(this.form)) !== this.begun;
  }

  record() {
    // Grows even when the clock goes back.
    this.sequence = Math.max(this.sequence + 1, Date.now());
    const { key, user, url, sequence, fields } = this;
    return { key, user, url, sequence, fields, at: Date.now() };
  }

  mark(form = this.form) {
    this.sequence = Math.max(this.sequence + 1, Date.now());
    form.elements.sequence.value = this.sequence;
  }

  putIn(record) {
    for (const [name, value] of record.fields) {
      const control = OURS.has(name) || name === "writer" ? null : this.form.elements[name];
      if (!control) continue;
      if (control.type === "checkbox") control.checked = value !== "";
      else control.value = value;
    }
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const written = (form) => Array.from(form.elements).filter((one) => one.name && one.type !== "hidden"
  && one.type !== "submit" && !OURS.has(one.name));

function current(form) {
  return written(form).map((one) => [one.name, /^(checkbox|radio)$/.test(one.type) ? one.checked : one.value]);
}

function defaults(form) {
  return written(form).map((one) => [one.name, begun(one)]);
}

function begun(control) {
  if (/^(checkbox|radio)$/.test(control.type)) return control.defaultChecked;
  if (control.type === "select-multiple" || control.type === "select-one") {
    const chosen = Array.from(control.options).find((one) => one.defaultSelected);
    return (chosen ?? control.options[0])?.value ?? "";
  }
  return control.defaultValue;
}
