/** What a folder of the drive is called: the top of one's own has a name in each language. */
import { useWords } from '@/kernel/i18n'
import { words } from './words'

/** As gdrive/folders/service.py names it; nobody but its owner reads it. */
const OWN = '내 문서함'

export function useFolderName(): (name: string) => string {
  const t = useWords(words)
  return name => (name === OWN ? t('myDrive') : name)
}
