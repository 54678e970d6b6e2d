import { session } from "./api.js";
import { el, field } from "./dom.js";

/**
 * Shows who is signed in, hides what only operators may do from others, and asks for a key whenever the server wants one. When that
 * changes the page starts anew.
 */
export async function showPerson(place) {
  const key = field("Key or token", el("input", { type: "password", autocomplete: "current-password", required: true }));
  const dialog = el("dialog", { aria: { labelledby: "sign-in-title" } },
    el("h2", { id: "sign-in-title" }, "Who are you?"),
    el("form", { class: "form", on: { submit: signIn } },
      key.element,
      el("div", { class: "actions" }, el("button", { class: "button primary" }, "Sign in"))));
  document.body.append(dialog);

  async function signIn(event) {
    event.preventDefault();
    try {
      await session.signIn(key.input.value.trim());
      location.reload();
    } catch (failure) {
      key.refuse(failure.status === 401 ? "Nobody here is known by it." : failure.message);
    }
  }

  async function signOut() {
    await session.signOut();
    location.reload();
  }

  window.addEventListener("unknown-person", () => dialog.open || dialog.showModal());
  const { name, roles } = await session.person().catch(() => ({})); // what is wrong, the view tells
  document.body.classList.toggle("looks-only", name !== undefined && !roles.includes("operator"));
  if (name) place.replaceChildren(name, el("button", { class: "button", type: "button", on: { click: signOut } }, "Sign out"));
}
