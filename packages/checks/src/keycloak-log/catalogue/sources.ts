/** The source of a message that stands in a recorded log of these versions. */
export const recordedStarts = (...versions: readonly string[]): string => `recorded: ${versions.join(', ')}`;

/** Where Keycloak's own numbered messages are defined, with their levels. */
export const servicesLogger = 'keycloak: org.keycloak.services.ServicesLogger';

/** `KC-SERVICES0002` of `0002`. */
export const services = (...numbers: readonly string[]): readonly string[] => numbers.map((number) => `KC-SERVICES${number}`);
