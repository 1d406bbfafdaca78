export { createEditor } from "./editor";
export { type Answer, type Request, Session } from "./session";
export type * from "./types";
export { default } from "./widget";
