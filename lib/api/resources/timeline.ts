export const timelineEndpoints = [] as const;
