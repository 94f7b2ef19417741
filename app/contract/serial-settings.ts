import { z } from 'zod';

/** Speeds that scanners are delivered with or can be set to; a USB-CDC scanner works at any. */
export const baudRates = [9600, 19200, 38400, 57600, 115200] as const;

/** What a USB serial port says of itself; the same scanner says the same at every plug. */
export const serialIdentitySchema = z.object({
  /** Four hexadecimal digits, small letters. */
  vendorId: z.string().regex(/^[0-9a-f]{4}$/),
  productId: z.string().regex(/^[0-9a-f]{4}$/),
  /** Null for the many scanners that have none. */
  serialNumber: z.string().min(1).max(128).nullable(),
});
export type SerialIdentity = z.infer<typeof serialIdentitySchema>;

/**
 * Where a serial scanner is and how it talks. The defaults are what every device had that was set up
 * before there was a choice; they also stand for rows of an older tape.
 */
export const serialSettingsSchema = z.object({
  /** `COM3`, `/dev/ttyACM0` or any path to a terminal device, as it was when the scanner was set up. */
  path: z.string().min(1).max(260),
  baudRate: z.literal(baudRates),
  dataBits: z.literal([7, 8]).default(8),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  /** `suffix`: CR, LF, CRLF, TAB or ETX end a scan. `silence`: the scanner sends none. */
  ending: z.enum(['suffix', 'silence']).default('suffix'),
  /** By which the scanner is found again at another path; null = the path is all there is (RS-232). */
  identity: serialIdentitySchema.nullable().default(null),
});
export type SerialSettings = z.infer<typeof serialSettingsSchema>;

/** A port to choose from. */
export const serialPortChoiceSchema = z.object({
  path: z.string(),
  label: z.string(),
  identity: serialIdentitySchema.nullable(),
});
export type SerialPortChoice = z.infer<typeof serialPortChoiceSchema>;
