import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

/** The rooms that each room may import, beside itself and packages. docs/adr-0001-rooms.md says why. */
const mayImport = {
  infra: [],
  policy: [],
  scaler: [],
  engine: [],
  promotion: ["policy", "scaler", "infra", "engine"],
  reports: [],
  lab: ["engine"],
  operations: ["engine", "infra", "lab", "policy", "reports", "scaler"],
  tour: ["engine", "infra", "lab", "operations", "reports", "scaler"],
  cli: ["infra", "policy", "scaler", "engine", "promotion", "lab", "operations", "reports", "tour"],
};
const rooms = Object.keys(mayImport);

/** Forbids imports of any room that is not listed; `except` names single modules that are let through. */
function boundary(room, { files = [`${room}/**/*.ts`], also = [], typesFrom = [] } = {}) {
  const closed = rooms.filter((r) => r !== room && ![...mayImport[room], ...also].includes(r));
  const patterns = closed.map((other) => ({
    regex: `^(\\.\\./)+${other}(/|$)`,
    message: `${room}/ may not import ${other}/ (docs/adr-0001-rooms.md).`,
    allowTypeImports: typesFrom.includes(other),
  }));
  return { files, rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] } };
}

export default tseslint.config(
  { ignores: ["node_modules", "dist", "out", ".lab*", "**/*.mjs"] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "max-lines": ["error", { max: 250 }],
    },
  },
  boundary("infra", { typesFrom: ["scaler"] }),
  boundary("infra", { files: ["infra/index.ts"], also: ["policy"], typesFrom: ["scaler"] }),
  ...["policy", "scaler", "engine", "promotion", "reports", "lab", "operations", "tour", "cli"].map((room) =>
    boundary(room),
  ),
  {
    // The checker shares no code with what it checks: of the rest of policy/ it may import the types of the files.
    files: ["policy/checker/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: "^\\.\\./", message: "policy/checker/ imports no code.", allowTypeImports: true },
          ],
        },
      ],
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  prettier,
);
