/**
 * Encryption and signatures of what Feishu sends (sections 1.3 and 1.4 of the fact sheet). Reads nothing and sends
 * nothing; decrypt exists so that tests can check the documented vectors.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const keyOf = (encryptKey: string): KeyObject =>
  createSecretKey(createHash('sha256').update(encryptKey, 'utf8').digest());

/** base64(iv ‖ AES-256-CBC(plaintext)); the IV can be given to repeat a vector. */
export const encrypt = (encryptKey: string, plaintext: string, iv: Uint8Array = randomBytes(16)): string => {
  const cipher = createCipheriv('aes-256-cbc', keyOf(encryptKey), iv);
  return Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final()]).toString('base64');
};

/** Throws on bad padding or length. */
export const decrypt = (encryptKey: string, encrypted: string): string => {
  const bytes = Buffer.from(encrypted, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', keyOf(encryptKey), bytes.subarray(0, 16));
  return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
};

/** Events and new callbacks: SHA-256 with the Encrypt Key, over the raw (encrypted) body. */
export const sign = (timestamp: string, nonce: string, encryptKey: string, rawBody: string): string =>
  createHash('sha256')
    .update(timestamp + nonce + encryptKey + rawBody, 'utf8')
    .digest('hex');

/** The old card callback: SHA-1 with the Verification Token. */
export const signOld = (timestamp: string, nonce: string, verificationToken: string, rawBody: string): string =>
  createHash('sha1')
    .update(timestamp + nonce + verificationToken + rawBody, 'utf8')
    .digest('hex');
