/** The mark: a roof over one floor. */
export function Mark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7.5" fill="#063a74" />
      <g fill="none" stroke="#fff" strokeLinecap="round" strokeLinejoin="round">
        <path d="M6 13.4 16 7l10 6.4" strokeWidth="2.5" />
        <path d="M10 16v5M22 16v5" stroke="#b1cefb" strokeWidth="2.4" />
        <path d="M6 24.6h20" strokeWidth="3" />
      </g>
    </svg>
  )
}
