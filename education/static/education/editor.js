// What an article may hold besides plain text: evidence marks, studies, pictures,
// numbered steps, and the places that the page fills itself.

import {
  Extension,
  Heading,
  Mark,
  Node,
  OrderedList,
  Plugin,
  crel,
} from "django-prose-editor/editor"

// A small dialog in the editor; resolves to its form, or to null when it is left.
function ask(editor, title, parts) {
  return new Promise((resolve) => {
    const go = crel("button", { type: "submit", textContent: "OK" })
    const leave = crel("button", { type: "button", textContent: "Cancel" })
    const buttons = crel("div", { className: "prose-editor-dialog-buttons" }, [go, leave])
    const form = crel("form", { className: "reading-form" }, [
      crel("h3", { className: "prose-editor-dialog-title", textContent: title }),
      ...parts,
      buttons,
    ])
    const dialog = crel("dialog", { className: "prose-editor-dialog", "aria-label": title }, [form])
    const end = (answer) => {
      dialog.remove()
      resolve(answer)
    }
    go.addEventListener("click", (event) => {
      event.preventDefault()
      if (form.reportValidity()) end(new FormData(form))
    })
    leave.addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => end(null))
    editor.view.dom.parentElement.append(dialog)
    dialog.showModal()
  })
}

function select(name, title, choices, value) {
  const options = choices.map(([key, text]) =>
    crel("option", { value: key, textContent: text, selected: key === value }),
  )
  return crel("label", {}, [title, crel("select", { name }, options)])
}

// Boxes or dots to choose from, with a line to look for one of them.
function choose(type, name, title, choices, chosen) {
  const rows = choices.map(([key, text, picture]) => {
    const box = crel("input", { type, name, value: key, checked: chosen.includes(key) })
    const shown = picture ? [crel("img", { src: picture, alt: "" })] : []
    return crel("label", { className: "reading-choice" }, [box, ...shown, ` ${text}`])
  })
  const find = crel("input", { type: "search", "aria-label": title, placeholder: title })
  find.addEventListener("input", () => {
    const wanted = find.value.toLowerCase()
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted)
    }
  })
  return [find, crel("div", { className: "reading-choices" }, rows)]
}

// The accessible name of the place one writes in.
export const Named = Extension.create({
  name: "named",
  addOptions: () => ({ name: "" }),
  addProseMirrorPlugins() {
    const attributes = { "aria-label": this.options.name, "aria-multiline": "true" }
    return [new Plugin({ props: { attributes } })]
  },
})

// Headings that keep the address other pages link to.
export const Sections = Heading.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      id: { default: null, parseHTML: (element) => element.id || null },
    }
  },
})

export const Steps = OrderedList.extend({
  addOptions() {
    return { ...this.parent?.(), title: "" }
  },
  addAttributes() {
    return {
      steps: {
        default: false,
        parseHTML: (element) => element.classList.contains("steps"),
        renderHTML: ({ steps }) => (steps ? { class: "steps" } : {}),
      },
    }
  },
  addNodeView: null,
  addMenuItems({ buttons, menu }) {
    const { title } = this.options
    menu.defineItem({
      name: "steps",
      groups: "places",
      button: buttons.text(title, title),
      active: (editor) => editor.isActive("orderedList", { steps: true }),
      command(editor) {
        const steps = !editor.isActive("orderedList", { steps: true })
        const chain = editor.chain().focus()
        if (!editor.isActive("orderedList")) chain.toggleOrderedList()
        chain.updateAttributes("orderedList", { steps }).run()
      },
    })
  },
})

export const Evidence = Mark.create({
  name: "evidence",
  inclusive: false,
  addOptions: () => ({
    title: "",
    button: "",
    label: "",
    find: "",
    labels: [],
    studies: [],
  }),
  addAttributes() {
    return {
      label: {
        default: "some",
        parseHTML: (element) => element.dataset.evidence,
        renderHTML: ({ label }) => ({ "data-evidence": label }),
      },
      studies: {
        default: "",
        parseHTML: (element) => element.dataset.studies ?? "",
        renderHTML: ({ studies }) => (studies ? { "data-studies": studies } : {}),
      },
    }
  },
  parseHTML: () => [{ tag: "span[data-evidence]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
  addMenuItems({ buttons, menu }) {
    const { title, button, label, find, labels, studies } = this.options
    menu.defineItem({
      name: "evidence",
      groups: "reading",
      button: buttons.text(button, button),
      active: (editor) => editor.isActive("evidence"),
      enabled: (editor) =>
        !editor.state.selection.empty || editor.isActive("evidence"),
      async command(editor) {
        const now = editor.getAttributes("evidence")
        const named = (now.studies ?? "").split(" ")
        const answer = await ask(editor, title, [
          select("label", label, [...labels, ["", "–"]], now.label ?? "some"),
          ...choose("checkbox", "studies", find, studies, named),
        ])
        if (!answer) return
        const chain = editor.chain().focus().extendMarkRange("evidence")
        if (answer.get("label")) {
          chain.setMark("evidence", {
            label: answer.get("label"),
            studies: answer.getAll("studies").join(" "),
          })
        } else {
          chain.unsetMark("evidence")
        }
        chain.run()
      },
    })
  },
})

// A link to the page of a study; where nothing is selected, its key is written.
export const StudyLink = Extension.create({
  name: "studyLink",
  addOptions: () => ({ title: "", studies: [] }),
  addMenuItems({ buttons, menu }) {
    const { title, studies } = this.options
    menu.defineItem({
      name: "studyLink",
      groups: "reading",
      button: buttons.text(title, title),
      async command(editor) {
        const answer = await ask(editor, title, choose("radio", "study", title, studies, []))
        const key = answer?.get("study")
        if (!key) return
        const href = `/studies/${key}/`
        if (editor.state.selection.empty) {
          const marks = [{ type: "link", attrs: { href } }]
          editor.chain().focus().insertContent({ type: "text", text: key, marks }).run()
        } else {
          editor.chain().focus().setMark("link", { href }).run()
        }
      },
    })
  },
})

// A picture with the words below it.
export const Photo = Node.create({
  name: "photo",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,
  addOptions: () => ({ title: "", button: "", none: "", pictures: [] }),
  addAttributes: () => ({
    name: {
      parseHTML: (element) => element.querySelector("img")?.dataset.picture ?? "",
      rendered: false,
    },
  }),
  parseHTML: () => [
    {
      tag: "figure",
      getAttrs: (element) => (element.querySelector("img[data-picture]") ? null : false),
      contentElement: (element) =>
        element.querySelector("figcaption") ?? document.createElement("figcaption"),
    },
  ],
  renderHTML: ({ node }) => [
    "figure",
    {},
    ["img", { "data-picture": node.attrs.name }],
    ["figcaption", {}, 0],
  ],
  addNodeView() {
    const known = new Map(this.options.pictures.map(([name, ...rest]) => [name, rest]))
    return ({ node }) => {
      const [alt, src] = known.get(node.attrs.name) ?? ["", `/pictures/${node.attrs.name}-480.webp`]
      const contentDOM = crel("figcaption")
      const picture = crel("img", { src, alt, contentEditable: "false" })
      return { dom: crel("figure", {}, [picture, contentDOM]), contentDOM }
    }
  },
  addMenuItems({ buttons, menu }) {
    const { title, button, none, pictures } = this.options
    menu.defineItem({
      name: "photo",
      groups: "reading",
      button: buttons.text(button, button),
      async command(editor) {
        const parts = pictures.length
          ? choose("radio", "name", title, pictures, [])
          : [crel("p", { textContent: none })]
        const answer = await ask(editor, title, parts)
        const name = answer?.get("name")
        if (name) editor.chain().focus().insertContent({ type: "photo", attrs: { name } }).run()
      },
    })
  },
})

function place(text) {
  return crel("p", { className: "reading-place", contentEditable: "false", textContent: text })
}

// Where the page puts a treatment with its price and next free time.
export const Book = Node.create({
  name: "book",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ title: "", button: "", treatments: [] }),
  addAttributes: () => ({
    treatment: {
      parseHTML: (element) => element.dataset.book,
      renderHTML: ({ treatment }) => ({ "data-book": treatment }),
    },
  }),
  parseHTML: () => [{ tag: "p[data-book]", priority: 100 }],
  renderHTML: ({ HTMLAttributes }) => ["p", HTMLAttributes],
  addNodeView() {
    const { button, treatments } = this.options
    const names = new Map(treatments)
    return ({ node }) => {
      const { treatment } = node.attrs
      return { dom: place(`${button}: ${names.get(treatment) ?? treatment}`) }
    }
  },
  addMenuItems({ buttons, menu }) {
    const { title, button, treatments } = this.options
    menu.defineItem({
      name: "book",
      groups: "places",
      button: buttons.text(button, button),
      enabled: () => treatments.length > 0,
      async command(editor) {
        const answer = await ask(editor, title, [select("treatment", title, treatments)])
        const treatment = answer?.get("treatment")
        if (treatment) {
          editor.chain().focus().insertContent({ type: "book", attrs: { treatment } }).run()
        }
      },
    })
  },
})

// Where the page puts the six conditions, in the words of the health check.
export const Conditions = Node.create({
  name: "conditions",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ title: "", button: "" }),
  parseHTML: () => [{ tag: "div[data-conditions]" }],
  renderHTML: () => ["div", { "data-conditions": "six" }],
  addNodeView() {
    const { title } = this.options
    return () => ({ dom: place(title) })
  },
  addMenuItems({ buttons, menu }) {
    const { title, button } = this.options
    menu.defineItem({
      name: "conditions",
      groups: "places",
      button: buttons.text(button, button),
      command: (editor) =>
        editor.chain().focus().insertContent({ type: "conditions" }).run(),
    })
  },
})
