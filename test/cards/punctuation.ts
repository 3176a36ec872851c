/** Where our own stop follows that of somebody's words: “…。。”, “…。；”, “…。”。”. Words within a sentence end with their own stop or with ours. */
const TWICE = /[。；，：！？][。；，]|[。！？]”。/u;
export const stopsTwice = (text: string): boolean => TWICE.test(text);
