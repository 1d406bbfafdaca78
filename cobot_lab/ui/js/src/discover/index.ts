/** A lesson to discover a cell: `createDiscover` for a page, and as default the widget for a notebook. */

import { createDiscover } from "./component";
import type { Message } from "./types";

export { createDiscover } from "./component";
export type * from "./types";

/** What of anywidget's model is used here. */
interface Model {
  on(event: "msg:custom", call: (message: Message) => void): void;
  off(event: "msg:custom", call: (message: Message) => void): void;
  send(content: unknown): void;
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const lesson = createDiscover(el, (saying) => model.send(saying));
  model.on("msg:custom", lesson.hear);
  model.send({ do: "start" });
  return () => {
    model.off("msg:custom", lesson.hear);
    lesson.dispose();
  };
}

export default { render };
