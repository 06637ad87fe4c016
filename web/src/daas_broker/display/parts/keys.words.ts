import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_keys',
  {
    held: '화면 키 · {{keys}} 누르고 있음',
    keys: '화면 키',
    type: '글자판 열기',
    hold: '누르고 있기',
    press: '한 번 누르기',
    hangul: '한/영(가상PC)',
    touch:
      '손가락으로: 톡 누르기는 클릭, 길게 누르기는 오른쪽 클릭, 두 손가락은 스크롤, 벌리면 확대.',
  },
  {
    held: 'Keys · {{keys}} held',
    keys: 'Keys',
    type: 'Open the keyboard',
    hold: 'Hold',
    press: 'Press once',
    hangul: '한/영 (desktop)',
    touch:
      'With fingers: tap to click, rest for the right button, two to scroll, apart to enlarge.',
  },
)
