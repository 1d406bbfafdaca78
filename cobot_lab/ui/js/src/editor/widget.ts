import { createEditor } from "./editor";
import { type Answer, Session } from "./session";
import type { Editor, Lang, Program, Toolbox, Vocabulary } from "./types";

/** The part of a notebook's model that the editor uses (anywidget). */
interface Model {
  get(name: string): unknown;
  send(content: unknown): void;
  on(name: string, listener: (content: unknown) => void): void;
  off(name: string, listener: (content: unknown) => void): void;
}

interface Start {
  lang: Lang;
  vocabulary: Vocabulary;
  toolbox: Toolbox;
  program: Program;
  read_only: boolean;
}

type Message = Answer | { do: "show"; finding: string } | { do: "step"; step: number | null } | ({ do: "start" } & Start);

/** Shows the editor in the output of a cell; the kernel holds the program, the page holds nothing that is kept. */
function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  let editor: Editor | null = null;
  const session = new Session(
    () => editor!,
    (request) => model.send(request),
  );
  const start = ({ lang, vocabulary, toolbox, program, read_only }: Start) => {
    editor?.dispose();
    const root = document.createElement("div");
    el.replaceChildren(root);
    editor = createEditor(
      root,
      { lang, vocabulary, toolbox, program, readOnly: read_only },
      {
        onBlocks: (json) => session.edit("blocks", json),
        onText: (text) => session.edit("python", text),
        onOpen: (block, json) => session.open(block, json),
        onLang: (chosen) => session.language(chosen),
      },
    );
  };
  const hear = (content: unknown) => {
    const message = content as Message;
    if (message.do === "start" && !editor) start(message);
    else if (message.do === "program" && editor) session.take(message);
    else if (message.do === "show") editor?.showFinding(message.finding);
    else if (message.do === "step") editor?.highlightStep(message.step);
  };
  model.on("msg:custom", hear);
  model.send({ do: "start" });
  return () => {
    model.off("msg:custom", hear);
    editor?.flush();
    editor?.dispose();
  };
}

export default { render };
