export const reportEndpoints = [] as const;
