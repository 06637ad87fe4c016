/** What the parts need from their surroundings: the language and the way to follow a link. */
import type { ReactNode } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { useLanguage } from '@/kernel/i18n'

interface KitProps {
  readonly navigate: (to: string) => void
  readonly children: ReactNode
}

export function Kit({ navigate, children }: KitProps) {
  const locale = useLanguage() === 'ko' ? 'ko-KR' : 'en-GB'
  return (
    <I18nProvider locale={locale}>
      <RouterProvider navigate={navigate}>{children}</RouterProvider>
    </I18nProvider>
  )
}
