/** 二维码: an address as inline SVG, one path, drawn without any script or request. */
import { encode } from 'uqr';

export const QrCode = ({ address, label }: { readonly address: string; readonly label: string }) => {
  const { data, size } = encode(address, { ecc: 'L', border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <title>{label}</title>
      <path d={path} fill="#000" />
    </svg>
  );
};
