// Files that the bundle holds as text.
declare module "*.css" {
  const text: string;
  export default text;
}
declare module "*.woff2" {
  const path: string;
  export default path;
}
declare module "*.svg" {
  const text: string;
  export default text;
}
