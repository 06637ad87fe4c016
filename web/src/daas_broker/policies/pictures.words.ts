import { defineWords } from '@/kernel/i18n'

/** Pictures in the clipboard: said by the viewer and by the page of those who keep the policies. */
export const pictures = defineWords(
  'daas_policies_pictures',
  {
    allowed: '그림(PNG)도',
    together: '그림도',
    note: '그림 속 글자는 검사하지 못합니다. 파일에 숨은 정보는 지우고 옮깁니다. 가벼운 화면은 글만 옮깁니다.',
    upTo: '글과 그림 {{size}}까지',
    copied: '가상PC에서 복사한 그림',
    byHand: '브라우저가 허락하지 않았습니다. 그림을 오른쪽 단추로 눌러 복사하십시오.',
  },
  {
    allowed: 'Pictures (PNG) as well',
    together: 'pictures as well',
    note: 'What is written in a picture cannot be examined. What hides in the file beside it is left out. Light desktops carry text only.',
    upTo: 'text and pictures up to {{size}}',
    copied: 'Picture copied in the desktop',
    byHand: 'The browser did not let it. Copy the picture with the right button.',
  },
)
