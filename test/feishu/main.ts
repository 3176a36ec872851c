/**
 * The stand-in Feishu as a program: `npm run feishu -- --port 3900 [--state file.json] [--service address]
 * [--host 127.0.0.1] [--gallery cards.json]`. Its clock runs with the wall clock; due events are looked for every second.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createSandbox, serve } from './sandbox.ts';

const tickMs = 1000;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3900' },
    host: { type: 'string', default: '127.0.0.1' },
    state: { type: 'string' },
    service: { type: 'string' },
    gallery: { type: 'string' },
  },
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`端口不正确：${values.port}`);
  process.exit(1);
}

const sandbox = createSandbox({
  serviceUrl: values.service ?? null,
  ...(values.state === undefined ? {} : { statePath: values.state }),
  galleryPath: values.gallery ?? fileURLToPath(new URL('../../docs/cards/gallery.json', import.meta.url)),
});
const { url, close } = await serve(sandbox, { port, host: values.host });

console.log(`模拟飞书已启动：${url}`);
console.log(`  在浏览器打开上面的地址，可查看多维表格、聊天、公开表单和通话日志。`);
console.log(`  接口地址：${url}/open-apis  应用：${sandbox.settings.appId}  密钥：${sandbox.settings.appSecret}`);
console.log(
  sandbox.settings.serviceUrl === null
    ? '  尚未指定服务地址（--service），事件和回调暂不发送。'
    : `  事件和回调发往：${sandbox.settings.serviceUrl}`,
);
if (values.state !== undefined) console.log(`  数据保存在：${values.state}`);

const timer = setInterval(() => {
  sandbox.tick().catch((error: unknown) => {
    console.error('事件推送出错：', error);
    process.exitCode = 1;
  });
}, tickMs);

const stop = async (): Promise<void> => {
  clearInterval(timer);
  await close();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop().then(
      () => process.exit(),
      (error: unknown) => {
        console.error('停止时出错：', error);
        process.exit(1);
      },
    );
  });
}
