/** The rule whose findings are the paths that break the contract (`rules/isolated-network.ts`): evidence shows these hop by hop instead. */
export const pathRule = "isolated-network";
