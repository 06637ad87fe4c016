/** Titles of the images that come with the suite, whose descriptions have them in Korean alone. */
import { useCallback } from 'react'
import { type Language, language as spoken, useLanguage } from '@/kernel/i18n'

/** As deploy/desktops has them; a test holds the two together. */
const ENGLISH: ReadonlyMap<string, string> = new Map([
  ['인터넷 데스크톱', 'Internet desktop'],
  ['업무 데스크톱', 'Work desktop'],
  ['브라우저 하나', 'Single browser'],
  ['인터넷 데스크톱 (가상 머신)', 'Internet desktop (virtual machine)'],
  ['가벼운 데스크톱', 'Light desktop'],
  ['가벼운 데스크톱 (가상 머신)', 'Light desktop (virtual machine)'],
])

/** As the reader wants it; a title of the agency's own is shown as the agency wrote it. */
export function suiteTitle(title: string, language: Language = spoken()): string {
  return (language === 'en' && ENGLISH.get(title)) || title
}

export function useSuiteTitle(): (title: string) => string {
  const language = useLanguage()
  return useCallback((title: string) => suiteTitle(title, language), [language])
}
