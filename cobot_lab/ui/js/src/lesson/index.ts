/** The lesson's screen as a notebook shows it. */
export { default } from "./widget";
