/** Builds SVG text. Every text is escaped; nothing else is clever. */
export type Attributes = Readonly<Record<string, string | number>>;

export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);
}

export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const list = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(String(value))}"`)
    .join("");
  return children.length === 0 ? `<${name}${list}/>` : `<${name}${list}>${children.join("")}</${name}>`;
}

export function label(x: number, y: number, words: string, attributes: Attributes = {}): string {
  return element("text", { x, y, ...attributes }, escape(words));
}

export function box(
  x: number,
  y: number,
  width: number,
  height: number,
  attributes: Attributes = {},
): string {
  return element("rect", { x, y, width, height, rx: 6, ...attributes });
}

/** A whole picture with a white ground and one sans-serif face, readable as a file of its own. `title` is its accessible name. */
export function picture(width: number, height: number, title: string, parts: readonly string[]): string {
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "font-family": "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif",
      "font-size": 13,
    },
    element("title", {}, escape(title)),
    element("rect", { width, height, fill: "#ffffff" }),
    ...parts,
  )}\n`;
}
