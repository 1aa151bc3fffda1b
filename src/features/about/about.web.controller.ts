import { Controller, Get } from '@nestjs/common';
import { PublicGreeting } from '../../platform/auth/permissions.js';
import { page, Pages, type PageView } from '../../platform/pages/page.js';

/** What everybody may read about this service, signed in or not; whoever is keeps the navigation and the search box. */
@Pages()
@Controller()
export class AboutWebController {
  /** What this is for, what it is not for, and how to do the usual things. */
  @PublicGreeting()
  @Get('help')
  help(): PageView {
    return page('about/help', { title: 'Help' });
  }

  /** What is held about people, why, and what they can ask for. */
  @PublicGreeting()
  @Get('privacy')
  privacy(): PageView {
    return page('about/privacy', { title: 'Privacy notice' });
  }

  /** How far these pages can be used by everybody, and what to do where they cannot. */
  @PublicGreeting()
  @Get('accessibility-statement')
  accessibility(): PageView {
    return page('about/accessibility-statement', { title: 'Accessibility statement' });
  }
}
