/** 접속 점검 inside of the viewer: the desktop stays open meanwhile. */
import { Stethoscope } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Checks } from '../../check/checks'
import { words } from '../../check/words'
import type { Part } from '../chrome/part'

export const check: Part = {
  id: 'check',
  order: 22,
  useFace() {
    const t = useWords(words)
    return { icon: Stethoscope, label: t('open') }
  },
  Panel: () => <Checks />,
}
