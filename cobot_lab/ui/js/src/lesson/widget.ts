import { Screen } from "./screen";
import type { Message, Request } from "./types";

/** What of anywidget's model is used here. */
interface Model {
  on(event: "msg:custom", call: (message: Message, buffers: DataView[]) => void): void;
  on(event: "comm_live_update", call: () => void): void;
  off(event: string, call: unknown): void;
  send(content: Request): void;
}

/** Shows the lesson in the output of a cell; the kernel keeps the program, the page asks for everything. */
function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  let screen: Screen | null = null;
  const hear = (message: Message, buffers: DataView[]): void => {
    if (message.do === "start") screen ??= new Screen(el, message, (request) => model.send(request));
    else screen?.take(message, buffers);
  };
  const lost = (): void => screen?.lost();
  model.on("msg:custom", hear);
  model.on("comm_live_update", lost);
  model.send({ do: "start" });
  return () => {
    model.off("msg:custom", hear);
    model.off("comm_live_update", lost);
    screen?.dispose();
  };
}

export default { render };
