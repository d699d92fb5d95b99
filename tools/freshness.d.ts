/** The project's root folder. */
export declare const projectRoot: string;
/** Is `dist/<name>/index.js` there and made of the sources as they are? Any doubt is a no. A few milliseconds. */
export declare function fresh(name: string, root?: string): boolean;
/** Where the bundle `name` lies: `dist/<name>/index.js`. */
export declare function bundlePath(name: string, root?: string): string;
