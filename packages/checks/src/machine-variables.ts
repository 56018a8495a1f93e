/**
 * The variables of the machine by which programs find their way: what Node and Chromium read by themselves must be known to say which
 * way they take.
 */
// oxlint-disable-next-line no-process-env
export const machineVariables = (): Readonly<Record<string, string | undefined>> => process.env;
