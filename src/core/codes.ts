/**
 * Every code that a diagnostic or failure carries, in one place: title by code. Ranges:
 * CC1xxx the text and shape of definitions, CC2xxx variables and references, CC3xxx connector and
 * plugin configuration, CC4xxx plan, CC5xxx apply, CC6xxx worker and broker, CC7xxx reaching a
 * Connect cluster or Kafka, CC9xxx the command line. Hazards (Hxxx) stand in the plan's own table.
 * A code is never used again for something else.
 */
export const codes = {
  CC6101: 'The offset file cannot be read',
  CC6102: 'The offset file cannot be written',
  CC7001: 'The Connect worker cannot be reached',
  CC7002: 'The Connect worker answered with an error',
  CC7003: 'The Connect worker sent an answer that is not what its API promises',
  CC7011: 'Kafka cannot be reached',
  CC9001: 'The command line is wrong',
  CC9002: 'A file cannot be read or written',
  CC9003: 'A port is taken',
} as const satisfies Record<string, string>;
