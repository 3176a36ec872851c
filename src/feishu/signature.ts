/**
 * Signature and encryption of what Feishu sends (签名校验与解密): pure functions over bytes, in Node and in workerd.
 * It reads no request, no clock and no JSON; `webhooks/receive.ts` decides what a failed check means.
 * Source: open.feishu.cn, “Encrypt Key 加密策略” and “消息卡片回传交互（旧）安全校验”.
 */
import { createDecipheriv, createHash, createSecretKey, timingSafeEqual } from 'node:crypto';

const BLOCK_BYTES = 16;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A ciphertext that is no answer to this key. Says nothing of the content or of which check failed. */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError';
}

/**
 * Opens `{"encrypt": …}`: AES-256-CBC under SHA-256 of the Encrypt Key, IV in front, PKCS#7 checked strictly, UTF-8 checked
 * strictly. CBC has no integrity: never act on the result unless the signature was verified too.
 * @throws DecryptionError for anything else, always the same one.
 */
export function decrypt(encryptKey: string, base64: string): string {
  if (encryptKey === '' || !BASE64.test(base64)) throw new DecryptionError('undecryptable');
  const sealed = Buffer.from(base64, 'base64');
  if (sealed.length < 2 * BLOCK_BYTES || sealed.length % BLOCK_BYTES !== 0) throw new DecryptionError('undecryptable');
  const key = createSecretKey(createHash('sha256').update(encryptKey, 'utf8').digest());
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, sealed.subarray(0, BLOCK_BYTES));
    const plain = Buffer.concat([decipher.update(sealed.subarray(BLOCK_BYTES)), decipher.final()]);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
  } catch (cause) {
    throw new DecryptionError('undecryptable', { cause });
  }
}

/** What `X-Lark-Signature` must be for events and `card.action.trigger`: lower-case hex SHA-256 over the raw bytes. */
export function eventSignature(timestamp: string, nonce: string, encryptKey: string, rawBody: Uint8Array): string {
  return createHash('sha256').update(`${timestamp}${nonce}${encryptKey}`, 'utf8').update(rawBody).digest('hex');
}

/** The same for the old card callback (`card.action.trigger_v1`): SHA-1 with the verification token. */
export function oldCardSignature(
  timestamp: string,
  nonce: string,
  verificationToken: string,
  rawBody: Uint8Array,
): string {
  return createHash('sha1').update(`${timestamp}${nonce}${verificationToken}`, 'utf8').update(rawBody).digest('hex');
}

/** Compares two hex signatures, whatever their case, in constant time. */
export function signatureMatches(expected: string, presented: string): boolean {
  return secretMatches(expected.toLowerCase(), presented.toLowerCase());
}

/** Compares two secrets of any length without telling by time where, or by how many characters, they differ. */
export function secretMatches(expected: string, presented: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return expected !== '' && timingSafeEqual(digest(expected), digest(presented));
}

/** Lower-case hex SHA-256 of a body: the delivery id of a callback that brings none. */
export function bodyFingerprint(rawBody: Uint8Array): string {
  return createHash('sha256').update(rawBody).digest('hex');
}
